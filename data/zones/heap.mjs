/** A queue of values, the one with the least cost first; of equal costs the least value. */
export class Heap {
  #costs = [];
  #values = [];

  push(cost, value) {
    let at = this.#costs.length;
    this.#costs.push(cost);
    this.#values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Takes { cost, value } out; undefined when nothing is left. */
  pop() {
    if (this.#costs.length === 0) return undefined;
    this.#swap(0, this.#costs.length - 1);
    const least = { cost: this.#costs.pop(), value: this.#values.pop() };
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < this.#costs.length && this.#before(child, first)) first = child;
      }
      if (first === at) return least;
      this.#swap(at, first);
      at = first;
    }
  }

  #before(a, b) {
    const [left, right] = [this.#costs[a], this.#costs[b]];
    return left < right || (left === right && this.#values[a] < this.#values[b]);
  }

  #swap(a, b) {
    [this.#costs[a], this.#costs[b]] = [this.#costs[b], this.#costs[a]];
    [this.#values[a], this.#values[b]] = [this.#values[b], this.#values[a]];
  }
}
