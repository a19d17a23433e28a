import { flag, option, text } from '../../lib/cli/index.ts';
import type { S3Options } from '../../lib/s3/index.ts';

/** The options of commands that ask S3: where it is, and who asks. Keys to sign with come from the AWS environment and files alone. */
export const s3Options = {
  endpoint: option('--endpoint URL', 'a server that speaks S3, in place of AWS', text),
  region: option('--region NAME', 'the AWS region to begin with', text),
  profile: option('--profile NAME', 'the profile in the AWS files', text),
  pathStyle: flag('--path-style', 'the bucket in the path, as it is with --endpoint'),
  signRequest: flag('--no-sign-request', 'ask S3 without a signature, for public buckets'),
  requesterPays: flag('--requester-pays', 'pay for the requests to S3'),
};

interface Values extends Omit<S3Options, 'anonymous'> {
  readonly signRequest: boolean;
}

/** What the values of these options wish for. */
export function s3OptionsOf({ endpoint, region, profile, pathStyle, signRequest, requesterPays }: Values): S3Options {
  return { endpoint, region, profile, pathStyle, requesterPays, anonymous: !signRequest };
}
