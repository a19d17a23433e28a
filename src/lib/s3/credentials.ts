import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { Halt, status } from '../errors/index.ts';
import type { Environment, Profiles, Section } from './profiles.ts';

/** What requests are signed with. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they end, in ms since 1970; absent for keys that do not. */
  readonly expires?: number;
}

/** Gives the keys in force. They are read anew when they are about to end, or when those in force are the `refused` ones. */
export type Credentials = (refused?: Keys) => Promise<Keys>;

// Keys that end within this many ms are read anew.
const MARGIN = 5 * 60_000;
const CHAIN_PACKAGE: string = '@aws-sdk/credential-providers';

/** Keeps what `load` gives for as long as it holds; several callers share one load. */
export function keep(load: () => Promise<Keys>): Credentials {
  let current: Keys | undefined;
  let loading: Promise<Keys> | undefined;
  return (refused) => {
    const usable = current && current !== refused && (current.expires ?? Number.POSITIVE_INFINITY) - MARGIN > Date.now();
    if (usable && current) return Promise.resolve(current);
    loading ??= load().then(
      (keys) => {
        loading = undefined;
        current = keys;
        return keys;
      },
      (error) => {
        loading = undefined;
        throw error;
      },
    );
    return loading;
  };
}

/**
 * Looks for keys as the AWS tools do: in the environment (unless a profile was asked for by name), then in the profile (keys or
 * `credential_process`). Only when neither answers does it load what needs the AWS SDK: single sign-on, roles, web identity, containers,
 * instance metadata. That package is 16 MB and few need it, so it is an optional peer.
 * @throws Halt 4 where there are no keys; it names the package where that is missing
 */
export async function findKeys(env: Environment, profiles: Profiles, byName: boolean): Promise<Keys> {
  if (!byName) {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
    if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
  }
  if (!profiles.found && (byName || env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE)) {
    throw new Halt(status.failed, `no profile ${JSON.stringify(profiles.name)} in the AWS configuration files`);
  }
  const { chosen } = profiles;
  // A role or single sign-on comes before keys that stand beside it, as in the AWS tools.
  if (!chosen.has('role_arn') && !chosen.has('sso_session') && !chosen.has('sso_start_url')) {
    const keys = staticKeys(chosen);
    if (keys) return keys;
    const command = chosen.get('credential_process');
    if (command) return fromProcess(command, profiles.name);
  }
  return fromChain(profiles.name, byName);
}

function staticKeys(section: Section): Keys | undefined {
  const accessKeyId = section.get('aws_access_key_id');
  const secretAccessKey = section.get('aws_secret_access_key');
  const sessionToken = section.get('aws_session_token');
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } : undefined;
}

// What the command printed may hold secrets, so it appears in no message.
async function fromProcess(command: string, profile: string): Promise<Keys> {
  try {
    const { stdout } = await promisify(exec)(command, { timeout: 60_000 });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(stdout) as Record<string, unknown>;
    if (typeof AccessKeyId === 'string' && typeof SecretAccessKey === 'string') {
      return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        ...(typeof SessionToken === 'string' && { sessionToken: SessionToken }),
        ...(typeof Expiration === 'string' && { expires: Date.parse(Expiration) }),
      };
    }
  } catch {}
  throw new Halt(status.failed, `the credential_process of the AWS profile ${JSON.stringify(profile)} gave no keys`);
}

async function fromChain(profile: string, byName: boolean): Promise<Keys> {
  const chain = await import(CHAIN_PACKAGE).catch(() => undefined);
  if (!chain) {
    throw new Halt(
      status.failed,
      `no AWS keys in the environment or in the profile ${JSON.stringify(profile)}; a public bucket needs none with --no-sign-request; ` +
        `roles, single sign-on and instance metadata need the package ${CHAIN_PACKAGE} beside feedmill`,
    );
  }
  try {
    const found = await chain.fromNodeProviderChain(byName ? { profile } : {})();
    return { ...found, expires: found.expiration?.getTime() };
  } catch {
    throw new Halt(
      status.failed,
      `no AWS keys: neither environment nor files nor ${CHAIN_PACKAGE} has any for the profile ${JSON.stringify(profile)}`,
    );
  }
}
