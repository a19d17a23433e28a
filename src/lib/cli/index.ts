export { checkPipeline, type Misfit } from './check.ts';
export { execute } from './cli.ts';
export {
  type Command,
  type CommandContext,
  type CommandTable,
  defineCommand,
  defineTool,
  loaderOf,
  type Tool,
  type ToolTable,
} from './command.ts';
export { completionFiles, completionScript, type Shell } from './completion/index.ts';
export { multiCall } from './multicall.ts';
export {
  bytes,
  count,
  field,
  fields,
  flag,
  inputFile,
  inputFiles,
  limit,
  list,
  number,
  type OptionValues,
  oneOf,
  option,
  outputFile,
  seconds,
  text,
  usage,
} from './options.ts';
export { optionPaths } from './paths.ts';
export { pipelineFile } from './pipeline.ts';
export { type CommonOptions, type Prepared, prepareQuietly } from './prepare.ts';
export { runPipeline } from './run-pipeline.ts';
export type { Question, Ready, Results, ThreadData } from './threads.ts';
export { executeTool } from './tool.ts';
