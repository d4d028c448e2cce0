/** The conditions of policy rules: the workflows' language over the facts of a policy. */
import { conditionLanguage } from "../workflow/conditions.ts";
import { policyVocabulary } from "./vocabulary.ts";

export const policyConditions = conditionLanguage(policyVocabulary);
