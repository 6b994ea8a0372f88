/** What Telegram shows of us before and beside a chat: the menu of commands, and who reads along. */
import type { Api } from 'grammy'
import type { ReplyLanguage } from '../../languages.ts'
import type { ChannelWords } from '../channel.ts'
import type { Signal } from './patience.ts'
import { commandNames, telegramLanguages } from './updates.ts'

/**
 * Sets commands and description in every language that has words; who uses Telegram in another one sees French.
 * @throws GrammyError or HttpError; the service is whole without this
 */
export async function announceProfile(
  asking: Api,
  words: ChannelWords,
  languages: readonly ReplyLanguage[],
  signal: Signal,
): Promise<void> {
  const scope = { type: 'all_private_chats' } as const
  for (const language of [undefined, ...telegramLanguages.filter((code) => languages.includes(code))]) {
    const say = (key: string) => words(language ?? 'fr', key)
    const code = language && { language_code: language }
    const commands = commandNames.map((command) => ({ command, description: say(`command.${command}`) }))
    await asking.setMyCommands(commands, { scope, ...code }, signal)
    await asking.setMyDescription(`${say('welcome.hello')}\n\n${say('welcome.privacy')}`, code ?? {}, signal)
  }
}
