import { client, crud } from './http';

export const queries = crud('/queries');

export const plan = (id) => client.get(`/queries/${id}/plan/`);
export const ask = (question) => client.post('/assistant/', { question });
export const runs = (id) => client.get(`/queries/${id}/runs/`);
export const run = (id) => client.post(`/queries/${id}/runs/`);
export const forget = (id, run) => client.delete(`/queries/${id}/runs/${run}/`);
export const tags = (id) => client.get(`/queries/${id}/tags/`);
export const tag = (id, names) => client.put(`/queries/${id}/tags/`, { names });
export const languages = () => client.get('/languages/');
export const suggestions = () => client.get('/suggestions/');
export const mail = (id) => client.get(`/mail/?id=${id}`);
export const check = (domain) => client.post('/domains/check/', { domain });
