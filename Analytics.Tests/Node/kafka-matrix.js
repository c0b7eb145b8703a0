'use strict';
// What a JavaScript application does with a broker, check by check: "ok NAME: RESULT" or "BAD NAME: …". Results depend on nothing but the broker's
// behaviour, so that two brokers can be compared line by line: node kafka-matrix.js HOST:PORT kafkajs|@confluentinc/kafka-javascript
const [broker, name] = process.argv.slice(2);
const client = require('./kafka-clients')[name](broker);
const ours = name === 'kafkajs';
const admin = client.admin();
let checks = 0;
let bad = 0;

async function check(title, run) {
  checks++;
  try {
    console.log(`ok ${title}: ${JSON.stringify(await within(60_000, run()))}`);
  } catch (error) {
    bad++;
    console.log(`BAD ${title}: ${error.stack ?? error}`);
  }
}

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

function within(ms, promise) {
  let timer;
  return Promise.race([promise, new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`not within ${ms} ms`)), ms); })])
    .finally(() => clearTimeout(timer));
}

async function until(condition) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(20)) {
    if (await condition()) return true;
  }
  throw new Error(`not within 30 s: ${condition}`);
}

const failure = promise => promise.then(() => 'no failure', error => error.type ?? error.errors?.[0]?.type ?? error.message ?? String(error));

async function using(thing, run) {
  await thing.connect();
  try {
    return await run(thing);
  } finally {
    await thing.disconnect();
  }
}

const create = (topic, numPartitions, configs = {}) => admin.createTopics({
  topics: [{ topic, numPartitions, replicationFactor: 1, configEntries: Object.entries(configs).map(([n, value]) => ({ name: n, value })) }],
});
const text = buffer => buffer === null ? null : buffer?.toString();
const sum = numbers => numbers.reduce((a, b) => a + b, 0);
const highs = async topic => (await admin.fetchTopicOffsets(topic)).sort((a, b) => a.partition - b.partition).map(o => `${o.low}-${o.high}`);

/** The first `count` messages of a topic, in order of partition and offset. */
async function read(topic, count, options = {}) {
  const found = [];
  await using(client.consumer({ groupId: `read-${topic}-${checks}`, ...options }), async consumer => {
    await consumer.subscribe(topic);
    await consumer.run(async ({ partition, message }) => { found.push({ partition, ...message }); });
    await until(() => found.length >= count);
    await pause(400); // anything that should not be there would come now
  });
  return found.sort((a, b) => a.partition - b.partition || Number(a.offset) - Number(b.offset));
}

async function topics() {
  await check('create topics', () => create('m', 3));
  await check('create again', () => failure(create('m', 3)));
  await check('create with configs', () => create('configured', 1, { 'retention.ms': '123456', 'cleanup.policy': 'compact' }));
  await check('create bad config', () => failure(create('bad', 1, { 'retention.ms': 'soon' })));
  await check('create bad name', () => failure(create('a b', 1)));
  await check('create replicated', () => failure(admin.createTopics({ topics: [{ topic: 'r3', numPartitions: 1, replicationFactor: 3 }] })));
  await check('list topics', async () => (await admin.listTopics()).filter(t => ['m', 'configured'].includes(t)).sort());
  await check('topic metadata', async () => {
    const found = await admin.fetchTopicMetadata({ topics: ['m'] });
    return (found.topics ?? found).map(t => [t.name, t.partitions.map(p => [p.partitionId, p.replicas.length, p.isr.length]).sort()]);
  });
  await check('unknown topic metadata', () => failure(admin.fetchTopicMetadata({ topics: ['nothing'] }).then(() => { throw new Error('made or empty'); })));
  if (ours) {
    await check('create partitions', async () => {
      await admin.createPartitions({ topicPartitions: [{ topic: 'configured', count: 3 }] });
      return (await admin.fetchTopicMetadata({ topics: ['configured'] })).topics[0].partitions.length;
    });
    await check('fewer partitions', () => failure(admin.createPartitions({ topicPartitions: [{ topic: 'configured', count: 1 }] })));
    const configs = async names => (await admin.describeConfigs({ includeSynonyms: true, resources: [{ type: 2, name: 'configured', configNames: names }] }))
      .resources[0].configEntries.map(c => [c.configName, c.configValue, c.configSource, c.isDefault, c.readOnly]).sort();
    await check('describe configs', () => configs(['retention.ms', 'cleanup.policy', 'max.message.bytes']));
    await check('alter configs', async () => {
      await admin.alterConfigs({ validateOnly: false, resources: [{ type: 2, name: 'configured', configEntries: [{ name: 'retention.ms', value: '98765' }] }] });
      return configs(['retention.ms', 'cleanup.policy']);
    });
    await check('alter bad configs', () => failure(admin.alterConfigs({
      validateOnly: false, resources: [{ type: 2, name: 'configured', configEntries: [{ name: 'retention.ms', value: 'soon' }] }],
    })));
    await check('describe cluster', async () => {
      const cluster = await admin.describeCluster();
      return [cluster.brokers.length, cluster.controller === cluster.brokers[0].nodeId, cluster.clusterId.length];
    });
  }
  await check('delete topics', async () => {
    await admin.deleteTopics({ topics: ['configured'] });
    return until(async () => !(await admin.listTopics()).includes('configured'));
  });
  await check('delete unknown', () => failure(admin.deleteTopics({ topics: ['nothing'] })));
}

async function records() {
  for (const [codec, compression] of Object.entries(client.codecs)) {
    await check(`produce and consume ${codec}`, async () => {
      const topic = `c-${codec}`;
      await create(topic, 2);
      await using(client.producer({ compression }), producer => producer.send(topic, Array.from({ length: 300 }, (_, i) => ({
        key: `k${i}`, value: `value ${i} `.repeat(5), headers: { h: `${i}`, other: Buffer.from([0, 255]) }, timestamp: `${1700000000000 + i}`,
      }))));
      const all = await read(topic, 300);
      return [all.length, all.every(m => text(m.value) === `value ${text(m.key).slice(1)} `.repeat(5) && text(m.headers.h) === text(m.key).slice(1)
        && m.headers.other.equals(Buffer.from([0, 255])) && m.timestamp === `${1700000000000 + Number(text(m.key).slice(1))}`)];
    });
  }
  for (const acks of [0, 1, -1]) {
    await check(`acks ${acks}`, async () => {
      const topic = `acks${acks}`;
      await create(topic, 1);
      const results = await using(client.producer({ acks }), producer => producer.send(topic, [{ value: 'a' }, { value: 'b' }]));
      await until(async () => (await highs(topic))[0] === '0-2');
      return acks === 0 ? 'sent' : results.map(r => [r.topicName, r.partition, r.errorCode, r.baseOffset]);
    });
  }
  await check('keys, nulls, partitions', async () => {
    await create('nulls', 3);
    await using(client.producer({}), producer => producer.send('nulls', [
      { key: null, value: 'no key', partition: 1 }, { key: 'deleted', value: null, partition: 1 }, { key: '', value: '', partition: 2 },
      { key: 'ü€', value: Buffer.from([0, 1, 2, 255]), partition: 0, headers: {} },
    ]));
    return (await read('nulls', 4)).map(m => [m.partition, m.offset, text(m.key), m.value === null ? null : m.value.toString('hex')]);
  });
  await check('partitioned by key', async () => {
    await create('keyed', 4);
    await using(client.producer({}), producer => producer.send('keyed', Array.from({ length: 40 }, (_, i) => ({ key: `k${i % 10}`, value: `${i}` }))));
    const all = await read('keyed', 40);
    return [all.length, [...Array(10).keys()].every(k => new Set(all.filter(m => text(m.key) === `k${k}`).map(m => m.partition)).size === 1)];
  });
  await check('large message', async () => {
    await create('large', 1);
    await using(client.producer({}), producer => producer.send('large', [{ value: 'x'.repeat(900_000) }]));
    return (await read('large', 1)).map(m => m.value.length);
  });
  await check('too large', async () => {
    await create('small', 1, { 'max.message.bytes': '2000' });
    return failure(using(client.producer({}), producer => producer.send('small', [{ value: 'x'.repeat(5_000) }])));
  });
  await check('idempotent', async () => {
    await create('idempotent', 1);
    await using(client.producer({ idempotent: true }), async producer => {
      for (let i = 0; i < 20; i++) await producer.send('idempotent', [{ value: `${i}` }, { value: `${i}+` }]);
    });
    return (await read('idempotent', 40)).map(m => text(m.value)).join(' ').length;
  });
  await check('auto create', async () => {
    await using(client.producer({ allowAutoTopicCreation: true }), producer => producer.send('by-use', [{ value: 'a' }]));
    return (await read('by-use', 1)).map(m => text(m.value));
  });
}

async function offsets() {
  await create('off', 1);
  const stamped = [100, 300, 200, 400, 150].map(t => 1700000000000 + t);
  await using(client.producer({}), async producer => {
    for (const timestamp of stamped) await producer.send('off', [{ key: 'k', value: `${timestamp}`, timestamp: `${timestamp}` }]);
  });
  await check('topic offsets', () => highs('off'));
  for (const t of [0, 250, 400, 500]) {
    await check(`offsets by timestamp ${t}`, async () => (await admin.fetchTopicOffsetsByTimestamp('off', 1700000000000 + t)).map(o => [o.partition, o.offset]));
  }
  await check('delete records', async () => {
    await admin.deleteTopicRecords({ topic: 'off', partitions: [{ partition: 0, offset: '2' }] });
    return [await highs('off'), (await read('off', 3)).map(m => m.offset)];
  });
  await check('delete records beyond', () => failure(admin.deleteTopicRecords({ topic: 'off', partitions: [{ partition: 0, offset: '99' }] })));
  await check('seek', async () => {
    const found = [];
    await using(client.consumer({ groupId: 'seeking' }), async consumer => {
      await consumer.subscribe('off');
      await consumer.run(async ({ message }) => { found.push(message.offset); });
      await until(() => found.length === 3);
      consumer.seek({ topic: 'off', partition: 0, offset: '4' });
      await until(() => found.length === 4);
    });
    return found;
  });
  await check('pause and resume', async () => {
    const found = [];
    await create('paused', 1);
    await using(client.producer({}), producer => using(client.consumer({ groupId: 'pausing' }), async consumer => {
      await consumer.subscribe('paused');
      await consumer.run(async ({ message }) => { found.push(text(message.value)); });
      await producer.send('paused', [{ value: 'a' }]);
      await until(() => found.length === 1);
      consumer.pause([{ topic: 'paused' }]);
      await pause(400); // a fetch that was on its way
      await producer.send('paused', [{ value: 'b' }]);
      await pause(400);
      const during = found.length;
      consumer.resume([{ topic: 'paused' }]);
      await until(() => found.length === 2);
      found.push(during);
    }));
    return found;
  });
}

async function groups() {
  for (const [assignor, options] of Object.entries(client.assignors)) {
    await check(`rebalance ${assignor}`, async () => {
      const topic = `r-${assignor}`;
      await create(topic, 6);
      const members = [0, 1, 2].map(() => client.consumer({ groupId: topic, ...options }));
      const sizes = () => members.map(m => m.assignment().length);
      const seen = new Set();
      const start = async member => {
        await member.connect();
        await member.subscribe(topic);
        await member.run(async ({ message }) => { seen.add(text(message.value)); });
      };
      await start(members[0]);
      await until(() => sizes()[0] === 6);
      await start(members[1]);
      await until(() => `${sizes().slice(0, 2)}` === '3,3');
      await start(members[2]);
      await until(() => `${sizes()}` === '2,2,2');
      const described = (await admin.describeGroups([topic])).groups[0];
      await using(client.producer({}), producer => producer.send(topic, Array.from({ length: 60 }, (_, i) => ({ value: `${i}`, partition: i % 6 }))));
      await until(() => seen.size === 60);
      const all = members.flatMap(m => m.assignment().map(a => a.partition)).sort();
      await members[0].disconnect();
      await until(() => `${sizes().slice(1)}` === '3,3');
      await members[1].disconnect();
      await until(() => sizes()[2] === 6);
      await members[2].disconnect();
      return [all, described.members.length, described.protocolType, described.state, described.protocol ?? described.partitionAssignor];
    });
  }
  await check('commit and fetch', async () => {
    await create('committed', 2);
    await using(client.producer({}), producer => producer.send('committed', Array.from({ length: 20 }, (_, i) => ({ value: `${i}`, partition: i % 2 }))));
    await using(client.consumer({ groupId: 'g' }), async consumer => {
      await consumer.subscribe('committed');
      const found = [];
      await consumer.run(async ({ message }) => { found.push(message); });
      await until(() => found.length === 20);
      await consumer.commit([{ topic: 'committed', partition: 0, offset: '4', metadata: 'note' }]);
    });
    return (await admin.fetchOffsets({ groupId: 'g', topics: ['committed'] })).map(t => [t.topic, t.partitions.map(p => [p.partition, p.offset, p.metadata]).sort()]);
  });
  await check('fetch offsets of all topics', async () => (await admin.fetchOffsets({ groupId: 'g' })).map(t => [t.topic,
    t.partitions.filter(p => p.offset !== '-1').map(p => [p.partition, p.offset]).sort()]));
  await check('resumes', async () => {
    const found = (await read('committed', 16, { groupId: 'g' })).map(m => `${m.partition}:${m.offset}`);
    return [found.length, found[0], found[found.length - 1]];
  });
  await check('auto commit', async () => {
    const found = [];
    await using(client.consumer({ groupId: 'auto', autoCommit: true, autoCommitInterval: 200 }), async consumer => {
      await consumer.subscribe('committed');
      await consumer.run(async ({ message }) => { found.push(message); });
      await until(() => found.length === 20);
      await until(async () => sum(((await admin.fetchOffsets({ groupId: 'auto', topics: ['committed'] }))[0]?.partitions ?? []).map(p => Math.max(0, Number(p.offset)))) === 20);
    });
    return found.length;
  });
  if (ours) {
    await check('set offsets', async () => {
      await admin.setOffsets({ groupId: 'g', topic: 'committed', partitions: [{ partition: 0, offset: '7' }, { partition: 1, offset: '8' }] });
      return (await admin.fetchOffsets({ groupId: 'g', topics: ['committed'] }))[0].partitions.map(p => p.offset);
    });
    await check('reset offsets', async () => {
      const seen = [];
      for (const earliest of [true, false]) {
        await admin.resetOffsets({ groupId: 'g', topic: 'committed', earliest });
        seen.push((await admin.fetchOffsets({ groupId: 'g', topics: ['committed'], resolveOffsets: true }))[0].partitions.map(p => p.offset));
      }
      return seen;
    });
  }
  await check('list groups', async () => (await admin.listGroups()).groups.filter(g => ['g', 'auto'].includes(g.groupId)).map(g => [g.groupId, g.protocolType]).sort());
  await check('describe groups', async () => (await admin.describeGroups(['g', 'never-was'])).groups.map(g => [g.groupId, g.state, g.members.length]).sort());
  await check('delete a group with members', () => using(client.consumer({ groupId: 'auto' }), async consumer => {
    await consumer.subscribe('committed');
    await consumer.run(async () => {});
    await until(() => consumer.assignment().length === 2);
    return failure(admin.deleteGroups(['auto']));
  }));
  await check('delete groups', async () => {
    await admin.deleteGroups(['g']);
    return (await admin.listGroups()).groups.filter(g => g.groupId === 'g').length;
  });
  await check('delete an unknown group', () => failure(admin.deleteGroups(['never-was'])));
  // kafkajs has no static members.
  if (!ours) {
    await check('static member', async () => {
      const member = () => client.consumer({ groupId: 'static', groupInstanceId: 's1' });
      const ids = [];
      for (let i = 0; i < 2; i++) {
        await using(member(), async consumer => {
          await consumer.subscribe('committed');
          await consumer.run(async () => {});
          await until(() => consumer.assignment().length === 2);
        });
        const group = (await admin.describeGroups(['static'])).groups[0];
        ids.push([group.state, group.members.map(m => m.groupInstanceId)]);
      }
      return ids;
    });
  }
}

async function transactions() {
  await create('tx', 1);
  const producer = options => client.producer({ idempotent: true, transactionalId: 't', ...options });
  await check('commit and abort', async () => {
    await using(producer(), async p => {
      for (let i = 0; i < 6; i++) {
        const transaction = await p.transaction();
        await transaction.send('tx', [{ value: `v${i}` }, { value: `w${i}` }]);
        await (i % 2 === 0 ? transaction.commit() : transaction.abort());
      }
    });
    return [(await read('tx', 6)).map(m => text(m.value)), (await read('tx', 12, { readUncommitted: true })).length, await highs('tx')];
  });
  await check('an open transaction hides what follows', async () => {
    return using(producer({ transactionalId: 'open' }), async p => {
      const transaction = await p.transaction();
      await transaction.send('tx', [{ value: 'open' }]);
      await using(client.producer({}), plain => plain.send('tx', [{ value: 'after' }]));
      const before = (await read('tx', 6)).length;
      await transaction.commit();
      return [before, (await read('tx', 8)).slice(6).map(m => text(m.value))];
    });
  });
  await check('offsets in transactions', async () => {
    const seen = [];
    await using(producer({ transactionalId: 'offsets' }), p => using(client.consumer({ groupId: 'tg' }), async consumer => {
      await consumer.subscribe('tx');
      await consumer.run(async () => {});
      await until(() => consumer.assignment().length === 1);
      for (const [offset, commit] of [['2', true], ['4', false], ['6', true]]) {
        const transaction = await p.transaction(consumer, 'tg');
        await transaction.send('tx', [{ value: `with ${offset}` }]);
        await transaction.sendOffsets([{ topic: 'tx', partitions: [{ partition: 0, offset }] }]);
        await (commit ? transaction.commit() : transaction.abort());
        seen.push((await admin.fetchOffsets({ groupId: 'tg', topics: ['tx'] }))[0].partitions[0].offset);
      }
    }));
    return [seen, (await read('tx', 10)).slice(8).map(m => text(m.value))];
  });
  await check('fencing', async () => {
    const first = producer({ transactionalId: 'fenced' });
    const second = producer({ transactionalId: 'fenced' });
    await first.connect();
    const transaction = await first.transaction();
    await transaction.send('tx', [{ value: 'zombie' }]);
    await second.connect();
    const alive = await second.transaction();
    await alive.send('tx', [{ value: 'alive' }]);
    const failed = await failure(transaction.commit());
    await alive.commit();
    await second.disconnect();
    await first.disconnect().catch(() => {});
    return [failed, (await read('tx', 11)).slice(10).map(m => text(m.value))];
  });
}

(async () => {
  await admin.connect();
  for (const part of [topics, records, offsets, groups, transactions]) await part();
  await admin.disconnect();
  console.log(`${checks} checks, ${bad} bad`);
  process.exit(bad === 0 ? 0 : 1);
})();
