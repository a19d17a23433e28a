import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateAddress } from '../../../src/lib/http/blocked.ts';

const blocked = `0.0.0.0 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 198.18.0.1
  224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 fec0::1 2001:db8::1
  ::ffff:127.0.0.1 ::ffff:a00:1 ::127.0.0.1 64:ff9b::10.0.0.1 2002:7f00:1::1 not-an-address`;
const open = `1.1.1.1 8.8.8.8 172.15.255.255 172.32.0.1 192.167.1.1 169.253.1.1 100.63.0.1 100.128.0.1 223.255.255.255
  2606:4700:4700::1111 2a00:1450::1 ::ffff:8.8.8.8 64:ff9b::8.8.8.8 2002:808:808::1`;

for (const address of blocked.split(/\s+/))
  test(`${address} is no public address`, () => assert.equal(isPrivateAddress(address), true));
for (const address of open.split(/\s+/))
  test(`${address} is a public address`, () => assert.equal(isPrivateAddress(address), false));
