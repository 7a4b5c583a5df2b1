import { execFile } from 'node:child_process';
import { kafkaToolCommand } from '../kafka/tools.ts';

/**
 * Runs one of Kafka's own tools, such as `TopicCommand`.
 *
 * @returns its standard output
 */
export async function runTool(mainClass: string, args: string[], input = ''): Promise<string> {
  const tool = await kafkaToolCommand(`org.apache.kafka.tools.${mainClass}`, args);
  return await new Promise((resolve, reject) => {
    const child = execFile(tool.command, tool.args, { env: tool.env }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout),
    );
    child.stdin?.end(input);
  });
}
