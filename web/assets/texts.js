/** The words of GOV.UK components that they speak by script, in the language of the page. */

const THAI = {
  characterCount: {
    charactersUnderLimit: { other: "พิมพ์ได้อีก %{count} ตัวอักษร" },
    charactersAtLimit: "พิมพ์ครบจำนวนตัวอักษรแล้ว",
    charactersOverLimit: { other: "เกินมา %{count} ตัวอักษร" },
    wordsUnderLimit: { other: "พิมพ์ได้อีก %{count} คำ" },
    wordsAtLimit: "พิมพ์ครบจำนวนคำแล้ว",
    wordsOverLimit: { other: "เกินมา %{count} คำ" },
    textareaDescription: { other: "พิมพ์ได้ไม่เกิน %{count} ตัวอักษร" },
  },
  fileUpload: {
    chooseFilesButton: "เลือกไฟล์",
    dropInstruction: "หรือลากไฟล์มาวางที่นี่",
    noFileChosen: "ยังไม่ได้เลือกไฟล์",
    multipleFilesChosen: { other: "เลือกแล้ว %{count} ไฟล์" },
    enteredDropZone: "อยู่ในพื้นที่วางไฟล์",
    leftDropZone: "ออกจากพื้นที่วางไฟล์",
  },
  passwordInput: {
    showPassword: "แสดง",
    hidePassword: "ซ่อน",
    showPasswordAriaLabel: "แสดงรหัสผ่าน",
    hidePasswordAriaLabel: "ซ่อนรหัสผ่าน",
    passwordShownAnnouncement: "กำลังแสดงรหัสผ่าน",
    passwordHiddenAnnouncement: "ซ่อนรหัสผ่านแล้ว",
  },
};

/**
 * Return the texts for `language`; an empty set leaves the components' own English.
 * @param {string} language
 * @returns {Partial<typeof THAI>}
 */
export function componentTexts(language) {
  return language === "th" ? THAI : {};
}
