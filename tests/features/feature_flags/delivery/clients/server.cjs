// The official OpenFeature server SDK over OFREP. Prints what it saw as one JSON line.
const { OpenFeature } = require('@openfeature/server-sdk');
const { OFREPProvider } = require('@openfeature/ofrep-provider');

const [baseUrl, key] = process.argv.slice(2);

async function main() {
  const headers = [['Authorization', `Bearer ${key}`]];
  await OpenFeature.setProviderAndWait(new OFREPProvider({ baseUrl, headers }));
  const client = OpenFeature.getClient();
  const player = { targetingKey: 'player-7', country: 'TR' };
  const seen = {
    boolean: await client.getBooleanDetails('by-rule', false, player),
    string: await client.getStringDetails('colour', 'none', player),
    number: await client.getNumberDetails('limit', 0, player),
    object: await client.getObjectDetails('menu', {}, player),
    elsewhere: await client.getBooleanDetails('by-rule', false, { ...player, country: 'DE' }),
    off: await client.getBooleanDetails('off', true, player),
    unknown: await client.getBooleanDetails('no-such-flag', true, player),
    mismatch: await client.getStringDetails('by-rule', 'fallback', player),
    nobody: await client.getBooleanDetails('parted', true, {}),
  };
  await OpenFeature.setProviderAndWait(
    'stranger',
    new OFREPProvider({ baseUrl, headers: [['Authorization', 'Bearer gls_test_guess']] }),
  );
  seen.stranger = await OpenFeature.getClient('stranger').getBooleanDetails('by-rule', true, player);
  console.log(JSON.stringify(seen));
  await OpenFeature.close();
}

main();
