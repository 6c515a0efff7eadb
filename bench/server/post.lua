-- One comment of ordinary size, for wrk.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"external_id":"c-981","article":{"id":"a-1","title":"A quiet harbour"},"text":"' ..
  string.rep("The ferry was late again this morning. ", 6) ..
  '","author":{"id":"u-7","name":"Ann"},"submitted_at":"2026-01-02T03:04:05Z","language":"en"}'
