import Curation

/// What the verbs over corpora tell.
enum CorpusNews: Equatable, Sendable {
  case progress(CorpusBuilder.Progress)
  case shortfall(CurationReport.Shortfall)
  case split(name: String, rows: Int, unsafe: Int)
  case wrote(path: String, licence: String)
  case whole
  case finding(CorpusFolder.Finding)
  case difference(same: Int, removed: Int, added: Int, changed: Int, moved: Int)
  case terms(String?)
  case obstacle(LicenceTerms.Obstacle)
  case survivors(rows: Int, survivors: Int, tooShort: Int)

  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  private var english: String {
    switch self {
    case .progress(.reading(let source, let number, let count)): "Reading \(source) (\(number) of \(count))"
    case .progress(.stage(let name, let rows)): "Stage \(name): \(grouped(rows)) rows"
    case .shortfall(let shortfall):
      "Only \(grouped(shortfall.found)) of \(grouped(shortfall.wanted)) rows for the target \(shortfall.target). Add sources, or ask for fewer."
    case .split(let name, let rows, let unsafe):
      "\(name): \(grouped(rows)) rows, \(grouped(unsafe)) unsafe and \(grouped(rows - unsafe)) safe"
    case .wrote(let path, let licence): "Wrote \(path); it may be released under \(licence)."
    case .whole: "The corpus is whole: checksums, counts, splits, statistics and terms are as it says."
    case .finding(let finding): finding.english
    case .difference(let same, let removed, let added, let changed, let moved):
      "\(grouped(same)) rows are the same; \(grouped(removed)) only in the first, \(grouped(added)) only in the second, \(grouped(changed)) changed, \(grouped(moved)) in another split"
    case .terms(let licence?): "The whole may be released under \(licence). These want to be named:"
    case .terms(nil): "The whole may not be released."
    case .obstacle(let obstacle): "\(obstacle.source) (\(obstacle.licence)): \(obstacle.reason.english)"
    case .survivors(let rows, let survivors, let tooShort):
      "\(grouped(survivors)) of \(grouped(rows)) rows survive; \(grouped(tooShort)) are too short for anything but equality"
    }
  }

  private var korean: String {
    switch self {
    case .progress(.reading(let source, let number, let count)):
      "자료를 읽습니다: \(source) (\(count)개 중 \(number)번째)"
    case .progress(.stage(let name, let rows)): "\(name) 단계: \(grouped(rows))행"
    case .shortfall(let shortfall):
      "목표 “\(shortfall.target)”에 \(grouped(shortfall.wanted))행이 필요하지만 \(grouped(shortfall.found))행뿐입니다. 자료를 더하거나 목표를 낮추세요."
    case .split(let name, let rows, let unsafe):
      "\(name): \(grouped(rows))행, 위험 \(grouped(unsafe)) · 안전 \(grouped(rows - unsafe))"
    case .wrote(let path, let licence): "\(path)에 저장했습니다. \(licence)로 공개할 수 있습니다."
    case .whole: "말뭉치가 온전합니다. 체크섬, 개수, 분할, 통계, 이용 조건이 모두 적힌 대로입니다."
    case .finding(let finding): finding.korean
    case .difference(let same, let removed, let added, let changed, let moved):
      "같은 행 \(grouped(same)), 앞에만 있는 행 \(grouped(removed)), 뒤에만 있는 행 \(grouped(added)), 바뀐 행 \(grouped(changed)), 분할이 달라진 행 \(grouped(moved))"
    case .terms(let licence?): "전체를 \(licence)로 공개할 수 있습니다. 다음 출처를 밝혀야 합니다."
    case .terms(nil): "이대로는 공개할 수 없습니다."
    case .obstacle(let obstacle): "\(obstacle.source) (\(obstacle.licence)): \(obstacle.reason.korean)"
    case .survivors(let rows, let survivors, let tooShort):
      "\(grouped(rows))행 중 \(grouped(survivors))행이 남았습니다. \(grouped(tooShort))행은 너무 짧아 같은지만 보았습니다."
    }
  }
}

extension LicenceTerms.Obstacle.Reason {
  fileprivate var english: String {
    switch self {
    case .unlicensed: "it has no licence, so nobody may pass it on. Leave it out."
    case .noDerivatives: "its licence allows no derivatives, and a corpus is one. Leave it out."
    case .nonCommercialBesideShareAlike:
      "its non-commercial terms contradict the share-alike terms of other rows. Leave out one side."
    case .unknown: "its terms are not known to Haechi. Correct the SPDX identifier in its manifest."
    }
  }

  fileprivate var korean: String {
    switch self {
    case .unlicensed: "이용 허락이 없어 다시 배포할 수 없습니다. 빼세요."
    case .noDerivatives: "변경 금지 조건이라 말뭉치에 넣을 수 없습니다. 빼세요."
    case .nonCommercialBesideShareAlike: "비영리 조건이 다른 행의 동일조건변경허락과 맞지 않습니다. 한쪽을 빼세요."
    case .unknown: "조건을 알 수 없는 라이선스입니다. 매니페스트의 SPDX 이름을 고치세요."
    }
  }
}

extension CorpusFolder.Finding {
  fileprivate var english: String {
    switch self {
    case .missing(let path): "\(path) is missing."
    case .stranger(let path): "\(path) is not in the manifest."
    case .altered(let path): "\(path) is not the file that the manifest describes."
    case .sums(let path): "SHA256SUMS says something else about \(path) than the manifest."
    case .rows(let path, let expected, let found): "\(path) holds \(found) rows, not \(expected)."
    case .badLine(let path, let line): "\(path), line \(line): not a record."
    case .repeatedID(let id): "Two rows carry the identifier \(id)."
    case .repeatedText(let first, let second): "\(first) and \(second) carry the same text."
    case .straddling(let id, let other): "\(id) and \(other) belong together but lie in two splits."
    case .statistics: "statistics.json does not describe the rows."
    case .licence(let named, let found):
      "The manifest says \(named), the rows allow \(found ?? "no release")."
    }
  }

  fileprivate var korean: String {
    switch self {
    case .missing(let path): "파일이 없습니다: \(path)"
    case .stranger(let path): "매니페스트에 없는 파일입니다: \(path)"
    case .altered(let path): "매니페스트에 적힌 파일과 다릅니다: \(path)"
    case .sums(let path): "SHA256SUMS와 매니페스트가 서로 다릅니다: \(path)"
    case .rows(let path, let expected, let found): "\(path): \(expected)행이어야 하는데 \(found)행입니다."
    case .badLine(let path, let line): "\(path), \(line)번째 줄: 레코드가 아닙니다."
    case .repeatedID(let id): "식별자가 겹칩니다: \(id)"
    case .repeatedText(let first, let second): "글이 겹칩니다: \(first), \(second)"
    case .straddling(let id, let other): "함께 있어야 할 행이 두 분할에 나뉘어 있습니다: \(id), \(other)"
    case .statistics: "statistics.json이 실제 행과 다릅니다."
    case .licence(let named, let found): "매니페스트에는 \(named)이지만 행들의 조건으로는 \(found ?? "공개 불가")입니다."
    }
  }
}
