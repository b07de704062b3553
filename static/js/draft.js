// A draft of a form, kept in this browser until the report is acknowledged or cleared.

const LEAVE_OUT = new Set(["csrfmiddlewaretoken"]);

export function draftOf(form, key) {
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const save = () => {
    const values = [...new FormData(form)].filter(([name]) => !LEAVE_OUT.has(name));
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
      return true;
    } catch {
      return false;
    }
  };
  const restore = (values) => {
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    for (const [name, value] of values) put(form, name, value);
  };
  const clear = () => localStorage.removeItem(key);
  return { read, save, restore, clear };
}

function put(form, name, value) {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "checkbox") field.checked ||= field.value === value;
    else field.value = value;
  }
}
