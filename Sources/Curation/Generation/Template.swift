/// Text with slots in braces: `{name:form}`.
enum Template {
  /// A slot's name and the form that is asked for.
  struct Slot: Equatable {
    var name: String
    var form: String
  }

  /// The slots of a template in order.
  static func slots(of template: String) -> [Slot] {
    var slots: [Slot] = []
    _ = fill(template) { slot in
      slots.append(slot)
      return ""
    }
    return slots
  }

  /// The template with every slot replaced; a brace that never closes stands for itself.
  static func fill(_ template: String, _ value: (Slot) -> String) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let parts = rest[rest.index(after: open)..<close].split(
        separator: ":", omittingEmptySubsequences: false)
      result += value(Slot(name: String(parts.first ?? ""), form: parts.count > 1 ? String(parts[1]) : ""))
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
