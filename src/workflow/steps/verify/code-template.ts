/** The reply that says a code is on its way. */
export const codeTemplate = "verify-code";
/** The reply to a code that does not fit. */
export const wrongCodeTemplate = "verify-code-again";
/** Wrong codes after which a person takes over. */
export const maxWrongCodes = 3;
/** Name of the question it asks; the desk checks an answer to it against the code before the next run. */
export const codeQuestion = "code";
