class Api {
  prefix = '/api';

  async request(method, resource, body) {
    const options = { method, headers: { 'Content-Type': 'application/json' } };
    if (body) {
      options.body = JSON.stringify(body);
    }
    const response = await fetch(`${this.prefix}/${resource}`, options);
    if (!response.ok) {
      throw new Error(response.statusText);
    }
    return response.json();
  }

  fetchJson(resource) {
    return this.request('GET', resource);
  }

  create(resource, body) {
    return this.request('POST', resource, body);
  }

  remove(resource) {
    return this.request('DELETE', resource);
  }
}

export default new Api();
