import Curation

/// What the verbs that gather texts tell.
enum GatheringNews: Equatable, Sendable {
  case fetched(source: String, path: String, SourceFetcher.Outcome)
  case fetchEnd(files: Int, failed: Int)
  case wroteManifest(path: String, files: Int)
  case finding(ManifestCheck.Finding)
  case checked(source: String, rows: Int?, records: Int, findings: Int)
  case checkEnd(manifests: Int, findings: Int)
  case badRecord(path: String, line: Int)
  case badMemoryLine(path: String, line: Int, problem: String)
  case estimate(requests: Int, answered: Int, promptTokens: Int, answerTokens: Int, price: String?)
  case asking(done: Int, of: Int)
  case translated(rows: Int, ready: Int, flagged: Int, failed: Int)
  case sources(memory: Int, cache: Int, asked: Int)
  case failures(slug: String, count: Int)
  case reviewAt(path: String, open: Int)
  case failuresAt(path: String)
  case partial
  case exported(items: Int, rater: String, path: String)
  case imported(path: String, AnnotationStore.ImportCount)
  case badBallot(path: String, line: Int, problem: String, found: String)
  case agreement(name: String, measure: String, Agreement.Estimate?, items: Int)
  case tallies(items: Int, safe: Int, unsafe: Int, unsure: Int, ties: Int, contested: Int, incomplete: Int)

  /// The sentence in `language`.
  func text(in language: Language) -> String {
    switch language {
    case .ko: korean
    case .en: english
    }
  }

  private var english: String {
    switch self {
    case .fetched(let source, let path, .present): "\(source): \(path) is there"
    case .fetched(let source, let path, .copied): "\(source): \(path) copied from the mirror"
    case .fetched(let source, let path, .downloaded(let bytes, let start)):
      "\(source): \(path) downloaded, \(grouped(bytes)) bytes"
        + (start > 0 ? " after \(grouped(start)) from an earlier run" : "")
    case .fetchEnd(let files, let failed): "\(grouped(files)) files, \(grouped(failed)) of them failed"
    case .wroteManifest(let path, let files): "Wrote \(path) with \(grouped(files)) files."
    case .finding(let finding):
      "\(finding.source): \(finding.file)\(finding.line.map { ", line \($0)" } ?? ""): \(finding.problem) \(oneLine(finding.detail))"
    case .checked(let source, nil, _, let findings):
      "\(source): files not looked for, \(grouped(findings)) findings"
    case .checked(let source, let rows?, let records, let findings):
      "\(source): \(grouped(rows)) rows, \(grouped(records)) records, \(grouped(findings)) findings"
    case .checkEnd(let manifests, let findings):
      "\(grouped(manifests)) manifests, \(grouped(findings)) findings"
    case .badRecord(let path, let line): "\(path), line \(line): not a record; it is left out."
    case .badMemoryLine(let path, let line, let problem):
      "\(path), line \(line): \(problem); it renders nothing."
    case .estimate(let requests, let answered, let prompt, let answer, let price):
      "\(grouped(requests)) requests to send, \(grouped(answered)) answered before; about \(grouped(prompt)) tokens sent and \(grouped(answer)) received"
        + (price.map { ", \($0) at the prices given" } ?? "")
    case .asking(let done, let count): "\(grouped(done)) of \(grouped(count)) texts"
    case .translated(let rows, let ready, let flagged, let failed):
      "\(grouped(rows)) records: \(grouped(ready)) rendered and ready, \(grouped(flagged)) for people to look at, \(grouped(failed)) without a rendering"
    case .sources(let memory, let cache, let asked):
      "Texts: \(grouped(memory)) from the memory, \(grouped(cache)) from the cache, \(grouped(asked)) asked now"
    case .failures(let slug, let count): "- \(slug): \(grouped(count))"
    case .reviewAt(let path, let open): "\(path) waits for \(grouped(open)) verdicts."
    case .failuresAt(let path): "What failed stands in \(path)."
    case .partial: "Not all is done. Run it again: what was answered is kept and not paid for twice."
    case .exported(let items, let rater, let path): "\(grouped(items)) items for \(rater) in \(path)"
    case .imported(let path, let count):
      "\(path): \(grouped(count.added)) ballots new, \(grouped(count.corrected)) corrected, \(grouped(count.unchanged)) as before, \(grouped(count.open)) rows open"
    case .badBallot(let path, let line, let problem, let found):
      "\(path), line \(line): \(problem) \(oneLine(found)); the row counts for nothing."
    case .agreement(let name, let measure, let estimate?, let items):
      "\(name): \(measure) \(three(estimate.value)) (95 %: \(three(estimate.lower)) to \(three(estimate.upper))) over \(grouped(items)) items"
    case .agreement(let name, let measure, nil, let items):
      "\(name): \(measure) is not defined over \(grouped(items)) items"
    case .tallies(let items, let safe, let unsafe, let unsure, let ties, let contested, let incomplete):
      "\(grouped(items)) items: \(grouped(safe)) safe, \(grouped(unsafe)) unsafe, \(grouped(unsure)) unsure, \(grouped(ties)) ties; \(grouped(contested)) contested, \(grouped(incomplete)) incomplete"
    }
  }

  private var korean: String {
    switch self {
    case .fetched(let source, let path, .present): "\(source): 이미 있습니다 \(path)"
    case .fetched(let source, let path, .copied): "\(source): 미러에서 복사했습니다 \(path)"
    case .fetched(let source, let path, .downloaded(let bytes, let start)):
      "\(source): 내려받았습니다 \(path), \(grouped(bytes))바이트"
        + (start > 0 ? " (앞서 받은 \(grouped(start))바이트에 이어)" : "")
    case .fetchEnd(let files, let failed): "파일 \(grouped(files))개 중 \(grouped(failed))개 실패"
    case .wroteManifest(let path, let files): "\(path)에 저장했습니다. 파일 \(grouped(files))개."
    case .finding(let finding):
      "\(finding.source): \(finding.file)\(finding.line.map { ", \($0)번째 줄" } ?? ""): 문제 \(finding.problem) \(oneLine(finding.detail))"
    case .checked(let source, nil, _, let findings): "\(source): 파일은 보지 않음, 문제 \(grouped(findings))건"
    case .checked(let source, let rows?, let records, let findings):
      "\(source): \(grouped(rows))행, 레코드 \(grouped(records))개, 문제 \(grouped(findings))건"
    case .checkEnd(let manifests, let findings): "매니페스트 \(grouped(manifests))개, 문제 \(grouped(findings))건"
    case .badRecord(let path, let line): "\(path), \(line)번째 줄: 레코드가 아니어서 뺐습니다."
    case .badMemoryLine(let path, let line, let problem): "\(path), \(line)번째 줄: \(problem), 쓰지 않습니다."
    case .estimate(let requests, let answered, let prompt, let answer, let price):
      "보낼 요청 \(grouped(requests))건, 이미 답을 받은 요청 \(grouped(answered))건. 보낼 토큰 약 \(grouped(prompt))개, 받을 토큰 약 \(grouped(answer))개"
        + (price.map { ", 주어진 단가로 \($0)" } ?? "")
    case .asking(let done, let count): "글 \(grouped(count))개 중 \(grouped(done))개"
    case .translated(let rows, let ready, let flagged, let failed):
      "레코드 \(grouped(rows))개: 번역 완료 \(grouped(ready)), 사람이 볼 것 \(grouped(flagged)), 번역 없음 \(grouped(failed))"
    case .sources(let memory, let cache, let asked):
      "글의 출처: 번역 메모리 \(grouped(memory)), 캐시 \(grouped(cache)), 새 요청 \(grouped(asked))"
    case .failures(let slug, let count): "- \(slug): \(grouped(count))건"
    case .reviewAt(let path, let open): "\(path)에서 판정을 기다리는 행이 \(grouped(open))개입니다."
    case .failuresAt(let path): "실패한 것은 \(path)에 있습니다."
    case .partial: "아직 끝나지 않았습니다. 다시 실행하면 받은 답은 그대로 쓰고 값을 다시 치르지 않습니다."
    case .exported(let items, let rater, let path): "\(rater)에게 줄 항목 \(grouped(items))개: \(path)"
    case .imported(let path, let count):
      "\(path): 새 판정 \(grouped(count.added)), 고친 판정 \(grouped(count.corrected)), 그대로 \(grouped(count.unchanged)), 빈 행 \(grouped(count.open))"
    case .badBallot(let path, let line, let problem, let found):
      "\(path), \(line)번째 줄: \(problem) \(found), 세지 않습니다."
    case .agreement(let name, let measure, let estimate?, let items):
      "\(name): \(measure) \(three(estimate.value)) (95% 구간 \(three(estimate.lower))~\(three(estimate.upper))), 항목 \(grouped(items))개"
    case .agreement(let name, let measure, nil, let items):
      "\(name): \(measure) 값을 정할 수 없습니다. 항목 \(grouped(items))개"
    case .tallies(let items, let safe, let unsafe, let unsure, let ties, let contested, let incomplete):
      "항목 \(grouped(items))개: 안전 \(grouped(safe)), 위험 \(grouped(unsafe)), 모름 \(grouped(unsure)), 동률 \(grouped(ties)), 엇갈림 \(grouped(contested)), 미완 \(grouped(incomplete))"
    }
  }

  /// A number with three decimals.
  private func three(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    let digits = "\(abs(thousandths) % 1000)"
    return (thousandths < 0 ? "-" : "") + "\(abs(thousandths) / 1000)."
      + String(repeating: "0", count: 3 - digits.count) + digits
  }

  /// A text on one line.
  private func oneLine(_ text: String) -> String {
    text.split { $0.isNewline }.joined(separator: " ")
  }
}
