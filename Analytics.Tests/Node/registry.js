// Drives Confluent's client of the registry: node registry.js URL TOPIC FRAMED
// FRAMED is a value that another serializer wrote for TOPIC, in base64. Prints what it saw as one JSON object.
const { JsonDeserializer, JsonSerializer, HeaderSchemaIdSerializer, SchemaRegistryClient, SerdeType } = require('@confluentinc/schemaregistry');

const [url, topic, framed] = process.argv.slice(2);
const client = new SchemaRegistryClient({ baseURLs: [url], cacheCapacity: 100 });
const writer = (settings) => new JsonSerializer(client, SerdeType.VALUE, { validate: true, ...settings });
const reader = () => new JsonDeserializer(client, SerdeType.VALUE, { validate: true });
const refusal = async (action) => {
  try {
    await action();
    return null;
  } catch (error) {
    return { name: error.constructor.name, status: error.status ?? null, code: error.errorCode ?? null, message: error.message };
  }
};

const person = {
  schemaType: 'JSON',
  schema: JSON.stringify({
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { name: { type: 'string' }, address: { $ref: 'address.json' } },
    required: ['name'],
    additionalProperties: false,
  }),
  references: [{ name: 'address.json', subject: 'address', version: 1 }],
};

async function autoRegistration() {
  const message = { name: 'Ada', age: 36 };
  const bytes = await writer({ autoRegisterSchemas: true }).serialize('derived', message);
  return { bytes: bytes.toString('base64'), read: await reader().deserialize('derived', bytes), versions: await client.getAllVersions('derived-value') };
}

async function references() {
  await client.register('address', { schemaType: 'JSON', schema: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}' });
  const id = await client.register('people-value', person);
  const latest = writer({ useLatestVersion: true, autoRegisterSchemas: false });
  const bytes = await latest.serialize('people', { name: 'Ada', address: { city: 'London' } });
  return {
    id,
    framedId: bytes.readInt32BE(1),
    read: await reader().deserialize('people', bytes),
    invalid: await refusal(() => latest.serialize('people', { name: 'Ada', address: { city: 7 } })),
    unknown: await refusal(() => latest.serialize('nobody', { name: 'Ada' })),
    lookup: await client.getId('people-value', person),
    version: await client.getVersion('people-value', person),
  };
}

async function headers() {
  const headers = {};
  const bytes = await writer({ useLatestVersion: true, autoRegisterSchemas: false, schemaIdSerializer: HeaderSchemaIdSerializer }).serialize('people', { name: 'Bob' }, headers);
  const info = await client.getBySubjectAndId('people-value', bytes.length > 0 ? await client.getId('people-value', person) : 0);
  return { text: bytes.toString(), header: headers.__value_schema_id.toString('hex'), read: await reader().deserialize('people', bytes, headers), sameSchema: info.schema === person.schema };
}

async function exchange() {
  const read = await reader().deserialize(topic, Buffer.from(framed, 'base64'));
  const bytes = await writer({ useLatestVersion: true, autoRegisterSchemas: false }).serialize(topic, { ...read, from: 'node' });
  return { read, bytes: bytes.toString('base64') };
}

async function administration() {
  const wider = { schemaType: 'JSON', schema: '{"type":["object","null"]}' };
  const other = { schemaType: 'JSON', schema: '{"type":"string"}', metadata: { properties: { owner: 'a' } } };
  await client.register('admin', { schemaType: 'JSON', schema: '{"type":"object"}' });
  const incompatible = await refusal(() => client.register('admin', other));
  const compatible = [await client.testSubjectCompatibility('admin', wider), await client.testSubjectCompatibility('admin', other)];
  await client.updateCompatibility('admin', 'NONE');
  await client.register('admin', other);
  const withOwner = await client.getLatestWithMetadata('admin', { owner: 'a' });
  return {
    incompatible,
    compatible,
    level: await client.getCompatibility('admin'),
    withOwner: withOwner.version,
    metadata: (await client.getSchemaMetadata('admin', 2)).metadata,
    deleted: await client.deleteSubjectVersion('admin', 2),
    latest: (await client.getLatestSchemaMetadata('admin')).version,
    gone: await client.deleteSubject('admin'),
    missing: await refusal(() => client.getAllVersions('admin')),
    subjects: await client.getAllSubjects(),
  };
}

(async () => {
  const answer = {};
  for (const scenario of [autoRegistration, references, headers, exchange, administration]) {
    answer[scenario.name] = await scenario();
  }
  console.log(JSON.stringify(answer));
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
