// A real OpenID Provider (certified `oidc-provider`), for one run of the tests.
// Whoever signs in says their subject as `login`; PEOPLE tells what is known of them.
import Provider from '../../web/node_modules/oidc-provider/lib/index.js';

const { PORT, CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, PEOPLE } = process.env;
const issuer = `http://127.0.0.1:${PORT}`;
const people = JSON.parse(PEOPLE);
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: REDIRECT_URI.split(' '),
    },
  ],
  claims: { email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  features: { devInteractions: { enabled: true } },
  findAccount: (_, id) =>
    people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
});
provider.listen(Number(PORT), '127.0.0.1', () => console.log('listening'));
