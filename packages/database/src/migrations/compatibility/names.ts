import type { Node, RangeVar } from 'libpg-query';

/** `public.tasks` and `tasks` are one name: everything of ours is found by the search path. */
export function tableOf(relation: RangeVar | undefined): string {
  const { schemaname, relname = '' } = relation ?? {};
  return schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`;
}

/** Of a list of identifiers, as the parser has it. */
export function nameOf(parts: readonly Node[] | undefined): string {
  const texts = (parts ?? []).map((part) => ('String' in part ? (part.String.sval ?? '') : ''));
  return texts[0] === 'public' ? texts.slice(1).join('.') : texts.join('.');
}

/** The objects that a DROP or a REVOKE names. */
export function droppedNames(objects: readonly Node[] | undefined): string[] {
  return (objects ?? []).map((object) => {
    if ('List' in object) return nameOf(object.List.items);
    if ('ObjectWithArgs' in object) return nameOf(object.ObjectWithArgs.objname);
    if ('TypeName' in object) return nameOf(object.TypeName.names);
    return 'String' in object ? (object.String.sval ?? '') : '';
  });
}
