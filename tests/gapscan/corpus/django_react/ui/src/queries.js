import { client, crud } from './http';

export const queries = crud('queries');

export const plan = (id) => client.get(`queries/${id}/plan/`);
export const ask = (question) => client.post('assistant/', { question });
export const runs = (id) => client.get(`queries/${id}/runs/`);
