/** The reply that says a code is on its way. */
export const codeTemplate = "verify-code";
/** Name of the question it asks; the desk checks an answer to it against the code before the next run. */
export const codeQuestion = "code";
