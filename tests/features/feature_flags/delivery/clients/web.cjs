// The official OpenFeature web SDK over OFREP: evaluates all flags at once, hears of changes by
// server-sent events. Prints a JSON line when it is ready, and one when a flag has changed.
const { OpenFeature, ProviderEvents } = require('@openfeature/web-sdk');
const { OFREPWebProvider } = require('@openfeature/ofrep-web-provider');

const [baseUrl, key] = process.argv.slice(2);
const answers = [];
const counting = async (request) => {
  const response = await fetch(request);
  answers.push(response.status);
  return response;
};

async function main() {
  await OpenFeature.setContext({ targetingKey: 'player-7', country: 'TR' });
  const provider = new OFREPWebProvider({
    baseUrl,
    fetchImplementation: counting,
    headers: [['Authorization', `Bearer ${key}`]],
  });
  await OpenFeature.setProviderAndWait(provider);
  const client = OpenFeature.getClient();
  const see = () => ({
    boolean: client.getBooleanDetails('by-rule', false),
    string: client.getStringDetails('colour', 'none'),
    unknown: client.getBooleanDetails('no-such-flag', true),
    answers,
  });
  const changed = new Promise((resolve) => {
    client.addHandler(ProviderEvents.ConfigurationChanged, resolve);
  });
  while (!answers.includes(304)) await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(JSON.stringify(see()));
  await changed;
  console.log(JSON.stringify(see()));
  await OpenFeature.setContext({ targetingKey: 'player-7', country: 'DE' });
  console.log(JSON.stringify(see()));
  await OpenFeature.close();
  process.exit(0);
}

main();
