/** A message with several questions → its clauses, in the order asked. */

/** Words that join two questions; a comma or "and" alone joins too much to split at. */
const joints =
  /\s+(?:et aussi|et puis|et est ce que|et comment|et pour|aussi je veux|and also|and how|and where|and can|also i|y tambien|y como|y donde|e tambem|e como|وكذلك|وايضا|وأيضا|وكيف|وأين|واين|وهل|وواش|وفين|وكيفاش|w kifach|w fin|w wach|ou kifach)\s+/giu

const fewestLetters = 8

/**
 * @returns one clause where nothing separates; at most six, because a long story is one question
 */
export function splitClauses(text: string): string[] {
  const marked = text.replace(joints, (joint) => `\n${joint.trim()} `)
  const clauses = marked
    .split(/[\n?!؟;؛]+|\.(?=\s)|(?<=\p{L}{3})\.\s*$/u)
    .map((clause) => clause.trim())
    .filter((clause) => clause.replace(/\P{L}/gu, '').length >= fewestLetters)
  return clauses.length > 0 && clauses.length <= 6 ? clauses : [text]
}
