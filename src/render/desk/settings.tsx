import type { Profile } from "../../model/profile.ts";
import type { DeskContext } from "./context.ts";
import { renderDeskPage } from "./layout.tsx";
import { Saved } from "./notice.tsx";

/** What there is to say besides the settings. */
export interface SettingsSaid {
  isSaved?: boolean;
  /** What is not as it should be. */
  faults?: (keyof Profile)[];
}

interface SettingsPage {
  /** As it was when the form was made. */
  was: Profile;
  /** As the form has it. */
  profile: Profile;
  said: SettingsSaid;
}

/** The paper's own, where a colour has to be named. */
const OWN_ACCENT = "#9c2a16";

/** What the publication is called and how it looks, with the front page as it would be. */
export function renderSettings(context: DeskContext, { was, profile, said }: SettingsPage): string {
  const { words } = context;
  const say = words.settingsPage;
  const { faults = [] } = said;
  const text = (
    name: "title" | "description" | "language" | "timeZone" | "rights",
    field: string,
    more = {},
  ) => (
    <label>
      {say[name]}
      <input name={field} value={profile[name]} aria-invalid={faults.includes(name) || undefined} {...more} />
    </label>
  );
  return renderDeskPage({
    context,
    title: words.settings,
    here: "/desk/settings",
    children: (
      <>
        <h1>{words.settings}</h1>
        <p>{say.say}</p>
        {said.isSaved ? <Saved words={words}>{say.saved}</Saved> : null}
        {faults.length ? (
          <div class="say" role="alert">
            <ul>
              {faults.map((name) => (
                <li>{say.faults[name]}</li>
              ))}
            </ul>
          </div>
        ) : null}
        <div class="beside-preview">
          <form
            class="settings"
            method="post"
            action="/desk/settings"
            enctype="multipart/form-data"
            data-settings={JSON.stringify({
              uploading: words.editor.uploading,
              failed: words.editor.notUploaded,
            })}
          >
            <input type="hidden" name="was" value={JSON.stringify(was)} />
            <input type="hidden" name="logo" value={profile.logo} />
            {text("title", "title", { maxlength: 100, required: true, dir: "auto" })}
            {text("description", "description", { maxlength: 300, dir: "auto" })}
            {text("language", "language", { dir: "ltr", required: true, list: "languages" })}
            {text("timeZone", "time_zone", { dir: "ltr", required: true, list: "zones" })}
            {text("rights", "rights", { maxlength: 300, dir: "auto" })}
            <div class="row">
              <label class="check">
                <input type="checkbox" name="accented" checked={profile.accent !== ""} />
                {say.accented}
              </label>
              <input
                type="color"
                name="accent"
                value={profile.accent || OWN_ACCENT}
                aria-label={say.accent}
                aria-invalid={faults.includes("accent") || undefined}
              />
            </div>
            <p class="quiet">{say.accentSay}</p>
            <label>
              {say.logo}
              <input type="file" name="file" accept="image/*" />
            </label>
            <p class="quiet" data-logo-say>
              {say.logoSay}
            </p>
            {profile.logo ? (
              <label class="check">
                <input type="checkbox" name="no-logo" />
                {say.noLogo}
              </label>
            ) : null}
            <p class="row">
              <button type="submit" formaction="/desk/settings/preview" formtarget="preview" data-show>
                {say.show}
              </button>
              <button type="submit" class="live">
                {words.save}
              </button>
            </p>
            <Choices id="languages" values={LANGUAGES} />
            <Choices id="zones" values={Intl.supportedValuesOf("timeZone")} />
          </form>
          <iframe class="preview" name="preview" src="/desk/settings/preview" title={say.preview} />
        </div>
      </>
    ),
  });
}

/** Those that many publications are in; any other may be named. */
const LANGUAGES = [
  "ar",
  "de",
  "en",
  "en-GB",
  "en-US",
  "es",
  "fa",
  "fr",
  "hi",
  "it",
  "ja",
  "nl",
  "pl",
  "pt",
  "ru",
  "tr",
  "uk",
  "ur",
  "zh",
];

function Choices({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option value={value} />
      ))}
    </datalist>
  );
}
