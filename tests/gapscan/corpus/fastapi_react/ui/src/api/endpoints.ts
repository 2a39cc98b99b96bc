export const ENDPOINTS = {
  games: '/games',
  game: (id: string) => `/games/${id}`,
  keys: '/keys/',
  reports: {
    overview: '/reports/overview',
    affiliates: '/reports/affiliates',
  },
} as const;

export enum Path {
  Flags = '/flags',
}
