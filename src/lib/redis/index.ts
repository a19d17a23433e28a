export { isRedisUrl, type RedisAddress, redisAddress } from './address.ts';
export { type Argument, Client } from './client.ts';
export { Script } from './script.ts';
