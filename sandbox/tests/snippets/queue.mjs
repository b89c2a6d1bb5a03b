import axios from 'axios';

// 1. Join the Queue
const response = await axios.post('https://api.softknack.com/v1/queue/join', {
  customerId: 'ctc_01HXYZ789',
  partySize: 4,
  matchType: 'FITTED',
  resourceType: 'table',
  metadata: { zone: 'AC' }
}, {
  headers: {
    'Authorization': `Bearer ${jwtToken}`,
    'Idempotency-Key': 'idemp_key_99182'
  }
});

console.log(response.data);
