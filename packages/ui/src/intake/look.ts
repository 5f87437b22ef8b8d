/** What is loaded with the first file that is given: how it is looked at, and what is said of a doubt. */
export { lookAt } from './doubts.ts';
export { doubtSentence } from './doubt-sentence.ts';
