import axios from 'axios';

export const client = axios.create({ baseURL: '/api/' });

export const crud = (name) => ({
  list: () => client.get(`${name}/`),
  get: (id) => client.get(`${name}/${id}/`),
  save: (id, data) => (id ? client.put(`${name}/${id}/`, data) : client.post(`${name}/`, data)),
});
