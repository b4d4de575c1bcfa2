const PLACEHOLDER = /\$\{([a-zA-Z_][a-zA-Z0-9_]*)\}/g;

/** Replaces `${name}` by its value; what has none stays as it is. */
export const fillPlaceholders = (template: string, lookUp: (name: string) => string | undefined): string =>
  template.replace(PLACEHOLDER, (whole: string, name: string) => lookUp(name) ?? whole);
