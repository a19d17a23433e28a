import { readFileSync } from 'node:fs';
import { Halt, reasonOf, status } from '../errors/index.ts';
import { type Credentials, findKeys, keep } from './credentials.ts';
import { type Environment, readProfiles } from './profiles.ts';

/** What a user may say about where S3 is and who asks; the AWS environment and files say the rest. */
export interface S3Options {
  /** `http://…` or `https://…` of a server that speaks S3; without it, AWS. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  /** Bucket in the path, not in the name of the host. */
  readonly pathStyle?: boolean;
  /** S3Request without a signature. */
  readonly anonymous?: boolean;
  /** The requests are paid for by the one who asks. */
  readonly requesterPays?: boolean;
  /** PEM of authorities to trust beside the usual ones; that of `AWS_CA_BUNDLE` without it. */
  readonly ca?: string | undefined;
  /** Trust any certificate. */
  readonly insecure?: boolean;
}

/** Where S3 is and who asks. */
export interface Settings {
  readonly endpoint?: URL;
  readonly region: string;
  readonly pathStyle: boolean;
  readonly requesterPays: boolean;
  /** Absent where requests go without a signature. */
  readonly credentials?: Credentials;
  readonly ca?: string;
  readonly insecure: boolean;
}

/**
 * Settles the settings: the options, then the standard variables (`AWS_REGION`, `AWS_ENDPOINT_URL_S3`, …), then the profile in
 * the AWS files. Without a region it is us-east-1, and a bucket elsewhere says so itself.
 * @throws Halt 2 for a bad endpoint
 */
export function settle(options: S3Options, env: Environment): Settings {
  const profiles = readProfiles(env, options.profile);
  const { chosen, services } = profiles;
  const configured =
    env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true'
      ? undefined
      : env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || services.get('s3.endpoint_url') || chosen.get('endpoint_url');
  const endpoint = options.endpoint || configured;
  const style = chosen.get('s3.addressing_style');
  const bundle = env.AWS_CA_BUNDLE || chosen.get('ca_bundle');
  return {
    ...(endpoint && { endpoint: readEndpoint(endpoint) }),
    region: options.region || env.AWS_REGION || env.AWS_DEFAULT_REGION || chosen.get('region') || 'us-east-1',
    // Few servers but AWS answer to the name of a bucket as a host.
    pathStyle: options.pathStyle || style === 'path' || (endpoint !== undefined && style !== 'virtual'),
    requesterPays: options.requesterPays ?? false,
    ...(!options.anonymous && { credentials: keep(() => findKeys(env, profiles, options.profile !== undefined)) }),
    ...(options.ca ? { ca: options.ca } : bundle && { ca: readBundle(bundle) }),
    insecure: options.insecure ?? false,
  };
}

function readEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Halt(status.usage, 'the endpoint of S3 is no http:// or https:// address of a server');
  }
  if (url.username || url.password)
    throw new Halt(status.usage, 'the endpoint of S3 holds a password; keys come from the AWS environment or files');
  return url;
}

function readBundle(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Halt(status.failed, `${path}: ${reasonOf(error)}`);
  }
}
