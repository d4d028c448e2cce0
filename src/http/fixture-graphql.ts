/** A vendor's GraphQL API for tests, by its official schema: documents and variables that the schema does not allow are refused. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, getOperationAST, getVariableValues, GraphQLError, parse, validate, type GraphQLSchema } from "graphql";

const schemas = new Map<string, GraphQLSchema>();

/** From the answer to an introspection query, plain or gzipped. */
export function readSchema(file: string): GraphQLSchema {
  const known = schemas.get(file);
  if (known) return known;
  const bytes = readFileSync(file);
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  const found = JSON.parse(text) as { data?: never; __schema?: never };
  // Vendors' schemas break rules that matter to their servers alone (reserved names); documents are still held to them.
  const schema = buildClientSchema(found.data ?? (found as never), { assumeValid: true });
  schemas.set(file, schema);
  return schema;
}

/** What the schema has against a document and its variables; empty when nothing. */
export function graphqlFaults(schema: GraphQLSchema, query: string, variables: Record<string, unknown> = {}): string[] {
  let document;
  try {
    document = parse(query);
  } catch (error) {
    return [error instanceof GraphQLError ? error.message : String(error)];
  }
  const faults = validate(schema, document).map(({ message }) => message);
  if (faults.length > 0) return faults;
  const operation = getOperationAST(document);
  if (!operation) return ["The document holds no operation, or several without saying which."];
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return errors ? errors.map(({ message }) => message) : [];
}
