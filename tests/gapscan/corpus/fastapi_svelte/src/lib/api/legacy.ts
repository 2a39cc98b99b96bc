import { API } from '../constants';

export const getLegacySettings = async () => (await fetch(`${API}/legacy/settings`)).json();
