import { flag, option, text } from '../../lib/cli/index.ts';
import type { S3Options } from '../../lib/s3/index.ts';

/** The options of commands that use S3. Keys to sign with come from the AWS environment and files alone. */
export const s3Options = {
  endpoint: option('--endpoint URL', 'S3-compatible server to use instead of AWS', text),
  region: option('--region NAME', 'AWS region of the first request', text),
  profile: option('--profile NAME', 'Profile in the AWS files', text),
  pathStyle: flag('--path-style', 'Put the bucket in the path (default with --endpoint)'),
  signRequest: flag('--no-sign-request', 'Send unsigned requests, for public buckets'),
  requesterPays: flag('--requester-pays', 'Pay for the requests to a requester-pays bucket'),
};

interface Values extends Omit<S3Options, 'anonymous'> {
  readonly signRequest: boolean;
}

/** The S3 options in the values of a command. */
export function s3OptionsOf({ endpoint, region, profile, pathStyle, signRequest, requesterPays }: Values): S3Options {
  return { endpoint, region, profile, pathStyle, requesterPays, anonymous: !signRequest };
}
