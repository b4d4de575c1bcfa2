import ts from 'typescript';

const INTEGER_PART = new Set(['floor', 'ceil', 'trunc']);
const EXACT_SOURCE = ts.TypeFlags.BigIntLike | ts.TypeFlags.BooleanLike;

/**
 * Refuses what makes a float where arithmetic must be exact:
 * - `/` of numbers, unless its integer part is taken on the spot (counts and indices). `/` of bigints is fine.
 * - `Number(x)`, unless x is a bigint or a boolean: decimal text must go through rational.ts.
 */
export const noFloats = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      division: 'A quotient of numbers is a float: divide bigints, use rational.ts, or take its integer part at once.',
      conversion: 'Number() of a text is a float: parse decimal text with rational.ts.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const consistsOf = (node, flags) => typeParts(services, node).every((part) => (part.flags & flags) !== 0);
    const isExact = (node) => [node.left, node.right].every((side) => consistsOf(side, ts.TypeFlags.BigIntLike));
    const divides = (node) => {
      if (!isExact(node) && !takesIntegerPart(node.parent)) context.report({ node, messageId: 'division' });
    };
    return {
      'BinaryExpression[operator="/"]': divides,
      'AssignmentExpression[operator="/="]': divides,
      'CallExpression[callee.name="Number"]': (node) => {
        const [argument] = node.arguments;
        if (argument === undefined || !consistsOf(argument, EXACT_SOURCE))
          context.report({ node, messageId: 'conversion' });
      },
    };
  },
};

function typeParts(services, node) {
  const type = services.getTypeAtLocation(node);
  return type.isUnion() ? type.types : [type];
}

function takesIntegerPart(node) {
  const callee = node.type === 'CallExpression' ? node.callee : undefined;
  return callee?.object?.name === 'Math' && INTEGER_PART.has(callee.property?.name);
}
