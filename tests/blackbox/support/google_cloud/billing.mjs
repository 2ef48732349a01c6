// Cloud Billing Budget v1. https://cloud.google.com/billing/docs/reference/budget/rest
import { found, routes } from './answers.mjs';

export function billing() {
  const budgets = new Map();
  const at = '/v1/billingAccounts/{account}/budgets';
  return routes({
    [`GET ${at}`]: () => ({ budgets: [...budgets.values()] }),
    [`POST ${at}`]: ({ account }, { body }) => {
      const id = `b${budgets.size + 1}`;
      budgets.set(id, { ...body, name: `billingAccounts/${account}/budgets/${id}`, etag: '1' });
      return budgets.get(id);
    },
    [`GET ${at}/{id}`]: ({ id }) => found(budgets, id),
    [`PATCH ${at}/{id}`]: ({ id }, { body }) => Object.assign(found(budgets, id), body),
    [`DELETE ${at}/{id}`]: ({ id }) => {
      found(budgets, id);
      budgets.delete(id);
    },
  });
}
