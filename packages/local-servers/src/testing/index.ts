import './provided.ts';

export { givenServers } from './given-servers.ts';
export { type Certificates, makeCertificates } from './secured/certificates.ts';
export { type KafkaListeners, kafkaListeners } from './secured/kafka-listeners.ts';
