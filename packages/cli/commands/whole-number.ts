import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that counts something: anything else is refused with the name of the option. */
export function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,5}$/.test(value)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(value);
}
