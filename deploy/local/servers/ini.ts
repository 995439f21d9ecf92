export type IniValue = string | number | boolean;

/** Settings as an INI file has them: sections, in them keys. The section `` is the file's head. */
export type Ini = Readonly<Record<string, Readonly<Record<string, IniValue>>>>;

/**
 * Renders an INI file. Values that a reader of INI would cut or join are put between back quotes, as Gitea reads them.
 * @throws RangeError for a value with a line break or a back quote, which no INI file can hold.
 */
export function renderIni(ini: Ini): string {
  const sections = Object.entries(ini).map(([section, keys]) => {
    const lines = Object.entries(keys).map(([key, value]) => `${key} = ${renderValue(key, value)}`);
    return [...(section === '' ? [] : [`[${section}]`]), ...lines].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}

function renderValue(key: string, value: IniValue): string {
  const text = String(value);
  if (/[\n\r`]/.test(text))
    throw new RangeError(`${key}: an INI file cannot hold a line break or a back quote`);
  return /[#;"\\]|^\s|\s$/.test(text) ? `\`${text}\`` : text;
}

/** The same settings as environment variables, as Gitea's own images take them: PREFIX__SECTION__KEY. */
export function renderEnvironment(prefix: string, ini: Ini): Record<string, string> {
  const encode = (name: string) => name.replaceAll('.', '_0X2E_');
  const entries = Object.entries(ini).flatMap(([section, keys]) =>
    Object.entries(keys).map(
      ([key, value]) => [`${prefix}__${encode(section)}__${encode(key)}`, String(value)] as const,
    ),
  );
  return Object.fromEntries(entries);
}
