// The points at which our zones are compared with geo-tz's: the same in every run and every language.
// tests/places/zone_boundaries_recorded_test.cpp draws them too.

import { cosine } from "./grid.mjs";

class Generator {
  #state = 1;

  /** At least 0, less than `end`, a whole number. */
  below(end) {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return Math.floor(((bits ^ (bits >>> 15)) >>> 0) * (end / 4294967296));
  }
}

/** Endless { latitude, longitude }, uniform on the sphere, at odd multiples of 1e-7 degrees: on no border. */
export function* randomPoints() {
  const generator = new Generator();
  for (;;) {
    const latitude = (2 * generator.below(900_000_000) + 1 - 900_000_000) / 1e7;
    const longitude = (2 * generator.below(1_800_000_000) + 1 - 1_800_000_000) / 1e7;
    // Circles of latitude are shorter towards the poles.
    if (generator.below(1_000_000_000) / 1e9 < cosine(latitude)) yield { latitude, longitude };
  }
}
