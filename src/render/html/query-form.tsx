import { QUERY_LENGTH } from "../../model/search.ts";

interface QueryFormProps {
  action: string;
  /** The field's id: a page may have one of each kind. */
  id: string;
  label: string;
  submit: string;
  value: string;
  /** The slug of the article that is asked; all of them without. */
  about?: string | undefined;
}

/** A form of one line, for a search or a question. */
export function QueryForm({ action, id, label, submit, value, about }: QueryFormProps) {
  return (
    <form class="ask" action={action}>
      {about ? <input type="hidden" name="about" value={about} /> : null}
      <label for={id}>{label}</label>
      <div>
        <input id={id} name="q" type="search" value={value} maxlength={QUERY_LENGTH} dir="auto" required />
        <button type="submit">{submit}</button>
      </div>
    </form>
  );
}
