export const API = `${import.meta.env.BASE ?? ''}/api/v1`;
