import axios from 'axios';

export const client = axios.create();

export const crud = (name) => ({
  list: () => client.get(`${name}/`),
  get: (id) => client.get(`${name}/${id}/`),
  save: (id, data) => (id ? client.put(`${name}/${id}/`, data) : client.post(`${name}/`, data)),
});

// Where the server is stands in a file beside the panel.
export const start = (config) => {
  axios.defaults.baseURL = config.API_BASE_URL;
};
