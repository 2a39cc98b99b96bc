const API = '/api';

export async function request(path: string, method = 'GET', body: unknown = undefined) {
  const init: RequestInit = { method, body: body ? JSON.stringify(body) : undefined };
  const response = await fetch(new URL(API + path, window.location.origin).toString(), init);
  return response.json();
}
