/** Name of the reply that says a code is on its way, and of the question it asks. */
export const codeTemplate = "verify-code";
