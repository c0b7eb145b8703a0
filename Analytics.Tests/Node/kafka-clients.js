'use strict';
// The two JavaScript clients behind the few differences of their interfaces: what one takes with each call, the other takes when it is made.

function kafkajs(broker) {
  const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs');
  CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy');
  const kafka = new Kafka({ clientId: 'matrix', brokers: [broker], logLevel: logLevel.NOTHING, retry: { initialRetryTime: 50, retries: 8 } });
  return {
    codecs: { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.Snappy },
    admin: () => kafka.admin(),
    producer({ acks = -1, compression = CompressionTypes.None, ...options }) {
      const producer = kafka.producer({ maxInFlightRequests: options.transactionalId ? 1 : undefined, ...options });
      const sender = to => (topic, messages) => to.send({ topic, messages, acks: options.idempotent || options.transactionalId ? -1 : acks, compression });
      return {
        connect: () => producer.connect(),
        disconnect: () => producer.disconnect(),
        send: sender(producer),
        async transaction(consumer, groupId) {
          const transaction = await producer.transaction();
          return {
            send: sender(transaction),
            sendOffsets: topics => transaction.sendOffsets({ consumerGroupId: groupId, topics }),
            commit: () => transaction.commit(),
            abort: () => transaction.abort(),
          };
        },
      };
    },
    consumer({ fromBeginning = true, autoCommit = false, autoCommitInterval, readUncommitted = false, ...options }) {
      const consumer = kafka.consumer({ heartbeatInterval: 300, rebalanceTimeout: 6000, sessionTimeout: 10000, readUncommitted, maxWaitTimeInMs: 300, ...options });
      let assigned = [];
      consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
        assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) => partitions.map(partition => ({ topic, partition })));
      });
      consumer.on(consumer.events.REBALANCING, () => { assigned = []; });
      return {
        raw: consumer,
        connect: () => consumer.connect(),
        disconnect: () => consumer.disconnect(),
        subscribe: topic => consumer.subscribe({ topics: [topic], fromBeginning }),
        run: eachMessage => consumer.run({ autoCommit, autoCommitInterval, eachMessage }),
        commit: offsets => consumer.commitOffsets(offsets),
        assignment: () => assigned,
        seek: to => consumer.seek(to),
        pause: topics => consumer.pause(topics),
        resume: topics => consumer.resume(topics),
      };
    },
    assignors: { roundrobin: {} },
  };
}

function confluent(broker) {
  const { Kafka, CompressionTypes, PartitionAssigners, logLevel } = require('@confluentinc/kafka-javascript').KafkaJS;
  const kafka = new Kafka({ kafkaJS: { clientId: 'matrix', brokers: [broker], logLevel: logLevel.NOTHING } });
  return {
    codecs: { none: CompressionTypes.None, gzip: CompressionTypes.GZIP, snappy: CompressionTypes.SNAPPY, lz4: CompressionTypes.LZ4 },
    admin: () => kafka.admin(),
    producer(options) {
      const producer = kafka.producer({ kafkaJS: { compression: CompressionTypes.None, ...options } });
      const sender = to => (topic, messages) => to.send({ topic, messages });
      return {
        connect: () => producer.connect(),
        disconnect: () => producer.disconnect(),
        send: sender(producer),
        async transaction(consumer) {
          const transaction = await producer.transaction();
          return {
            send: sender(transaction),
            sendOffsets: topics => transaction.sendOffsets({ consumer: consumer.raw, topics }),
            commit: () => transaction.commit(),
            abort: () => transaction.abort(),
          };
        },
      };
    },
    consumer({ groupInstanceId, ...options }) {
      const consumer = kafka.consumer({
        kafkaJS: { fromBeginning: true, autoCommit: false, heartbeatInterval: 300, sessionTimeout: 10000, ...options },
        ...(groupInstanceId && { 'group.instance.id': groupInstanceId }),
      });
      return {
        raw: consumer,
        connect: () => consumer.connect(),
        disconnect: () => consumer.disconnect(),
        subscribe: topic => consumer.subscribe({ topics: [topic] }),
        run: eachMessage => consumer.run({ eachMessage }),
        commit: offsets => consumer.commitOffsets(offsets),
        assignment: () => { try { return consumer.assignment(); } catch { return []; } },
        seek: to => consumer.seek(to),
        pause: topics => consumer.pause(topics),
        resume: topics => consumer.resume(topics),
      };
    },
    assignors: {
      range: { partitionAssigners: [PartitionAssigners.range] },
      roundrobin: { partitionAssigners: [PartitionAssigners.roundRobin] },
      'cooperative-sticky': { partitionAssigners: [PartitionAssigners.cooperativeSticky] },
    },
  };
}

module.exports = { kafkajs, '@confluentinc/kafka-javascript': confluent };
