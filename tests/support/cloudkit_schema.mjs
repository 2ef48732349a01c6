// Reads the CloudKit Schema Language:
// https://developer.apple.com/documentation/cloudkit/integrating-a-text-based-schema-into-your-workflow
const primitiveTypes = new Set(
  'ASSET BYTES DOUBLE INT64 LOCATION REFERENCE STRING TIMESTAMP'.split(' '),
);
const mayBeEncrypted = new Set('BYTES STRING DOUBLE INT64 LOCATION TIMESTAMP'.split(' '));
const fieldOptions = new Set(['QUERYABLE', 'SORTABLE', 'SEARCHABLE']);
const permissions = new Set(['READ', 'CREATE', 'WRITE']);

const token = /\s+|--[^\n]*|\/\/[^\n]*|"(?:[^"]|"")*"|[A-Za-z][A-Za-z0-9_]*|[(),;<>]|./gy;

function tokensOf(text) {
  return [...text.matchAll(token)]
    .map(([word]) => word)
    .filter((word) => !/^(\s|--|\/\/)/.test(word));
}

class Reader {
  constructor(text) {
    this.tokens = tokensOf(text);
    this.at = 0;
  }

  get next() {
    return this.tokens[this.at];
  }

  fail(wanted) {
    const before = this.tokens.slice(Math.max(0, this.at - 6), this.at).join(' ');
    throw new SyntaxError(`expected ${wanted} after "${before}", not ${this.next ?? 'the end'}`);
  }

  // Whether the next words are these; takes them if so. Keywords may be in lower case.
  take(...words) {
    const found = words.every((word, i) => this.tokens[this.at + i]?.toUpperCase() === word);
    if (found) this.at += words.length;
    return found;
  }

  expect(...words) {
    if (!this.take(...words)) this.fail(words.join(' '));
  }

  name() {
    const word = this.next ?? '';
    if (!/^("(?:[^"]|"")+"|[A-Za-z][A-Za-z0-9_]*)$/.test(word)) this.fail('a name');
    this.at += 1;
    return word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word;
  }

  oneOf(words) {
    const word = this.next?.toUpperCase();
    if (!words.has(word)) this.fail([...words].join(' or '));
    this.at += 1;
    return word;
  }

  listOf(item) {
    const items = [item()];
    while (this.take(',')) items.push(item());
    return items;
  }

  dataType() {
    if (this.take('LIST', '<')) {
      const type = `${this.dataType()}_LIST`;
      this.expect('>');
      return type;
    }
    return this.take('ENCRYPTED')
      ? `ENCRYPTED_${this.oneOf(mayBeEncrypted)}`
      : this.oneOf(primitiveTypes);
  }

  field() {
    const field = { name: this.name(), type: this.dataType(), options: [] };
    while (fieldOptions.has(this.next)) field.options.push(this.oneOf(fieldOptions));
    return field;
  }

  grant() {
    const granted = this.listOf(() => this.oneOf(permissions));
    this.expect('TO');
    return { permissions: granted, role: this.name() };
  }

  recordType() {
    const type = { name: this.name(), fields: {}, grants: {} };
    this.expect('(');
    this.listOf(() => {
      if (this.take('GRANT')) {
        const { permissions: granted, role } = this.grant();
        type.grants[role] = [...new Set([...(type.grants[role] ?? []), ...granted])];
        return;
      }
      const field = this.field();
      if (field.name in type.fields) this.fail(`another name than ${field.name}`);
      type.fields[field.name] = { type: field.type, options: field.options };
    });
    this.expect(')');
    return type;
  }
}

// { roles: [name], types: { name: { fields: { name: { type, options } }, grants: { role: [...] } } } }
export function readSchema(text) {
  const reader = new Reader(text);
  const schema = { roles: [], types: {} };
  reader.expect('DEFINE', 'SCHEMA');
  while (reader.next !== undefined) {
    if (reader.take('CREATE', 'ROLE')) {
      schema.roles.push(reader.name());
    } else {
      reader.expect('RECORD', 'TYPE');
      const { name, ...type } = reader.recordType();
      if (name in schema.types) reader.fail(`another name than ${name}`);
      schema.types[name] = type;
    }
    reader.expect(';');
  }
  return schema;
}
