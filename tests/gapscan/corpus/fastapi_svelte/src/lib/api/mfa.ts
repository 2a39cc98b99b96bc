import { API } from '../constants';

export const mfa = async (path: 'status' | 'verify' | 'enroll/start', body?: object) =>
  fetch(`${API}/mfa/${path}`, {
    method: path === 'status' ? 'GET' : 'POST',
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

export const request = (path: string, body?: object) =>
  fetch(`${API}${path}`, { method: body ? 'POST' : 'GET' });

export const resetMfa = () => fetch(`${API}/mfa/status`, { method: 'PUT' });
