/** `dalil phrases`: all training phrases as the encoder reads them, one JSON object a line, for `training/`. */
import { readUtterances } from '../knowledge/library.ts'
import { projectRoot } from '../root.ts'
import { encoderText } from '../understanding/normalise.ts'

export async function phrases(): Promise<number> {
  for (const { topic, language, text, urgent, also } of readUtterances(projectRoot).utterances)
    process.stdout.write(
      `${JSON.stringify({ text: encoderText(text), intent: topic, lang: language, urgent: urgent ?? null, also })}\n`,
    )
  return 0
}
